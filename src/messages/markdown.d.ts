/** A paper of docs/ as text, put in by the build. */
declare module '*.md?raw' {
  const text: string
  export default text
}

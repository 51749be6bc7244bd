/** The introduction of the API's reference, in Markdown. */
export const guide = `Book, quote, change and cancel appointments from a program, by the same two calls that every page uses.`

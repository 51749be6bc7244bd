/**
 * Something that the person who starts Kept can put right. The message is one sentence that names it and its
 * remedy; it is printed alone, without a stack trace, and the process ends with exit code 1.
 */
export class StartProblem extends Error {}

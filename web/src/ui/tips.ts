/** Where tips are drawn: inside a landmark, so that nothing on the page stands outside of one. */
export const tipsId = "tips";

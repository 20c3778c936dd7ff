/** The one-time tokens that let a browser in. */
export interface Entrance {
  /** Uses the token up. True once for an issued token within its life; false for everything else. */
  redeem(token: string): Promise<boolean>;
}

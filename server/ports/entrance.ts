/** The one-time token that lets the first browser in. At most one is valid at any time. */
export interface Entrance {
  /** Uses the token up. True once for the newest issued token within its life; false for everything else. */
  redeem(token: string): Promise<boolean>;
}

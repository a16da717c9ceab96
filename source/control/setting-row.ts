export type SettingRow = {
  readonly field: string;
  readonly label: string;
  readonly help: string;
  readonly value?: unknown;
  readonly default?: unknown;
  readonly changed: boolean;
  /** Where it is a number: which ones it can be, whatever the other settings are. */
  readonly range?: NumberRange;
};

export type NumberRange = {
  readonly isWhole: boolean;
  readonly least?: number;
  /** It must be more than this. */
  readonly above?: number;
  readonly most?: number;
};

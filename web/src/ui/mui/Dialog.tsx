import MuiDialog, { type DialogProps } from "@mui/material/Dialog";
import { Mui } from "./Mui";

export function Dialog(props: DialogProps) {
  return (
    <Mui>
      <MuiDialog {...props} />
    </Mui>
  );
}

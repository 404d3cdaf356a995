import Divider from "@mui/material/Divider";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import type { MenuProps } from "../Menu";
import { Mui } from "./Mui";

export default function ActionMenu({ isOpen, place, label, items, isUpward, onClose }: MenuProps & { isOpen: boolean }) {
  return (
    <Mui>
      <Menu
        open={isOpen}
        onClose={onClose}
        slotProps={{ root: { role: "region", "aria-label": label } as object, list: { "aria-label": label } }}
        {...(place === null || place instanceof Element
          ? {
              anchorEl: place,
              anchorOrigin: { vertical: isUpward ? "top" : "bottom", horizontal: "right" } as const,
              transformOrigin: { vertical: isUpward ? "bottom" : "top", horizontal: "right" } as const,
            }
          : { anchorReference: "anchorPosition" as const, anchorPosition: place })}
      >
        {items.map((item, index) =>
          item === "line" ? (
            <Divider key={index} />
          ) : (
            <MenuItem
              key={item.label}
              selected={item.isSelected}
              disabled={item.isDisabled}
              data-testid={item.testId}
              onClick={() => {
                onClose();
                item.run();
              }}
            >
              {item.icon}
              <span>{item.label}</span>
            </MenuItem>
          ),
        )}
      </Menu>
    </Mui>
  );
}

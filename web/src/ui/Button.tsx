import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import styles from "./Button.module.css";

type Native = ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> };

interface ButtonProps extends Native {
  look?: "primary" | "soft" | "plain" | "danger";
  size?: "s" | "m" | "l";
  icon?: ReactNode;
}

export function Button({ look = "soft", size = "m", icon, children, className, type = "button", ...rest }: ButtonProps) {
  return (
    <button type={type} className={`${styles.button} ${styles[look]} ${styles[size]} ${className ?? ""}`} {...rest}>
      {icon}
      {children !== undefined && <span>{children}</span>}
    </button>
  );
}

interface IconButtonProps extends Native {
  label: string;
  /** A key that does the same, shown in the tip. */
  hotkey?: string;
  size?: "s" | "m" | "l";
  look?: "plain" | "primary" | "soft";
  isOn?: boolean;
}

/** An icon with a name: read aloud, and shown on hover and focus. */
export function IconButton({ label, hotkey, size = "m", look = "plain", isOn, children, className, type = "button", ...rest }: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      aria-keyshortcuts={hotkey?.replace(" ", "+")}
      data-tip={hotkey ? `${label} (${hotkey})` : label}
      className={`${styles.icon} ${styles[`icon_${size}`]} ${styles[`icon_${look}`]} ${isOn ? styles.on : ""} ${className ?? ""}`}
      {...rest}
    >
      {children}
    </button>
  );
}

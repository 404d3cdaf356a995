import { Fragment } from "react";
import { Link } from "react-router";
import { humanise } from "./format";

const most = 3;

/** The first genres of something, each leading to its page. */
export function Genres({ names, fallback }: { names: readonly string[]; fallback: string }) {
  if (names.length === 0) return fallback;
  return names.slice(0, most).map((name, index) => (
    <Fragment key={name}>
      {index > 0 && ", "}
      <Link to={`/genres/${encodeURIComponent(name)}`}>{humanise(name)}</Link>
    </Fragment>
  ));
}

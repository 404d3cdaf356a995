import { useRouteError } from "react-router";
import { ErrorState } from "../ui/States";

/** Something broke while a page was drawn or fetched (after an update of EchoTune, say): reloading mends most of it. */
export function RouteError() {
  const error = useRouteError();
  return <ErrorState error={error} onRetry={() => window.location.reload()} />;
}

import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "../../api/client";
import { endpoints } from "../../api/endpoints";
import { keys } from "../../api/keys";
import type { SessionDto } from "../../api/types";
import { useTranslation } from "../../app/i18n/i18n";
import { useArrived } from "../../app/shell/arrived";
import { Button } from "../../ui/Button";
import { EchoMark } from "../../ui/EchoMark";
import styles from "./SignIn.module.css";

/** Where the page isn't on the owner's own machine: an account, or the first one with the code from the console. */
export default function SignIn({ session }: { session: SessionDto }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  useArrived();
  const isFirst = session.needsFirstAccount;
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    (isFirst ? endpoints.firstAccount({ code: code.trim(), name: name.trim(), password }) : endpoints.signIn({ name: name.trim(), password }))
      .then((next) => {
        api.useSession(next);
        queries.setQueryData(keys.session, next);
      })
      .catch((failure: unknown) => setError(failure instanceof Error ? failure.message : String(failure)))
      .finally(() => setBusy(false));
  };

  return (
    <main className={styles.door}>
      <form className={styles.form} onSubmit={submit}>
        <p className={styles.brand}>
          <EchoMark size={34} /> EchoTune
        </p>
        <h1>{isFirst ? t("signIn.first") : t("signIn.title")}</h1>
        {isFirst && (
          <label>
            {t("signIn.code")}
            <input value={code} required autoComplete="one-time-code" onChange={(event) => setCode(event.target.value)} />
            <small>{t("signIn.codeHint")}</small>
          </label>
        )}
        <label>
          {t("signIn.name")}
          <input value={name} required autoComplete="username" onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          {t("signIn.password")}
          <input type="password" value={password} required autoComplete={isFirst ? "new-password" : "current-password"} onChange={(event) => setPassword(event.target.value)} />
        </label>
        {error && (
          <p role="alert" className={styles.error}>
            {error}
          </p>
        )}
        <Button type="submit" look="primary" size="l" disabled={isBusy}>
          {isFirst ? t("signIn.create") : t("signIn.submit")}
        </Button>
      </form>
    </main>
  );
}

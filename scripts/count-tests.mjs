// Prints "passed failed skipped" of a report: xUnit's XML or Vitest's JSON. What broke outside a test counts as failed.
import { readFileSync } from "node:fs";

let text = "";
try {
  text = readFileSync(process.argv[2], "utf8");
} catch {
  process.exit(1); // The suite ended without a report.
}

if (text.trimStart().startsWith("{")) {
  const report = JSON.parse(text);
  const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  console.log(report.numPassedTests, report.numFailedTests + broken, report.numPendingTests + (report.numTodoTests ?? 0));
} else {
  const assemblies = text.match(/<assembly [^>]*>/g) ?? [];
  const sum = (name) => assemblies.reduce((total, tag) => total + Number(new RegExp(` ${name}="(\\d+)"`).exec(tag)?.[1] ?? 0), 0);
  console.log(sum("passed"), sum("failed") + sum("errors"), sum("skipped") + sum("not-run"));
}

using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter;
using EchoTune.Conversation.Tools;

namespace EchoTune.Cli.Verbs;

/// <summary>Says something to EchoTune, or shows what a sentence would become.</summary>
internal static class AskCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var text = new Argument<string?>("text") { Description = "What you would say, in quotes.", Arity = ArgumentArity.ZeroOrOne };
        var provider = new Option<string?>("--provider") { Description = "Who is to understand it; the built-in interpreter if left out." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the tool calls without carrying them out; needs no server." };
        var batch = new Option<FileInfo?>("--batch") { Description = "With --dry-run: a file of {\"id\",\"text\",\"context\"} a line." };
        var library = new Option<FileInfo?>("--library") { Description = "With --dry-run: a JSON file {\"artists\":[…],\"titles\":[…]}." };
        var command = new Command("ask", "Say something to EchoTune.") { text, provider, json, dryRun, batch, library };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(text), parsed.GetValue(provider), parsed.GetValue(json), parsed.GetValue(dryRun), parsed.GetValue(batch), parsed.GetValue(library), Console.Out, Console.Error, cancellationToken));
        return command;
    }

    /// <summary>Runs the verb; 0 when it worked, 1 when something given is wrong, 2 when the server failed.</summary>
    internal static async Task<int> RunAsync(
        string? text, string? provider, bool json, bool dryRun, FileInfo? batch, FileInfo? library, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        int Bad(string message)
        {
            errors.WriteLine(message);
            return 1;
        }

        try
        {
            if (!dryRun)
            {
                return batch is not null || library is not null ? Bad("--batch and --library need --dry-run.")
                    : string.IsNullOrWhiteSpace(text) ? Bad("Say something: ask \"play some jazz\".")
                    : await SayAsync(text, provider, json, output, errors, cancellationToken);
            }

            var lexicon = library is null ? null : ReadLibrary(library);
            var interpreter = new Interpreter(TimeProvider.System);
            if (batch is not null)
            {
                await BatchAsync(interpreter, batch, lexicon, output, cancellationToken);
                return 0;
            }

            if (string.IsNullOrWhiteSpace(text))
            {
                return Bad("Say something: ask --dry-run \"play some jazz\".");
            }

            var calls = interpreter.Interpret(text, new InterpretationContext { Lexicon = lexicon }).Calls;
            output.WriteLine(json ? Array(calls).ToJsonString(Json) : string.Join(Environment.NewLine, calls.Select(c => $"{c.Tool} {c.Arguments.ToJsonString(Json)}")));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException)
        {
            return Bad(e.Message);
        }
    }

    private static JsonArray Array(IReadOnlyList<ToolCall> calls) =>
        new([.. calls.Select(c => (JsonNode)new JsonObject { ["tool"] = c.Tool, ["arguments"] = c.Arguments.DeepClone() })]);

    private static async Task BatchAsync(Interpreter interpreter, FileInfo file, LibraryFile? lexicon, TextWriter output, CancellationToken cancellationToken)
    {
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(file.FullName, cancellationToken))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (Parse(line) is not JsonObject row || row["text"] is not JsonValue said || said.GetValueKind() != JsonValueKind.String)
            {
                throw new FormatException($"Line {number} of {file.Name} is no object with a text.");
            }

            var context = row["context"] as JsonObject;
            var playing = context?["playing"] as JsonObject;
            var last = context?["last"] as JsonObject;
            var interpretation = interpreter.Interpret(said.GetValue<string>(), new InterpretationContext
            {
                PlayingTitle = (string?)playing?["title"],
                PlayingArtist = (string?)playing?["artist"],
                Last = (string?)last?["tool"] is { } tool ? new ToolCall(tool, last!["arguments"]?.DeepClone() as JsonObject ?? []) : null,
                Lexicon = lexicon,
            });
            var answer = new JsonObject { ["id"] = row["id"]?.DeepClone(), ["calls"] = Array(interpretation.Calls), ["confidence"] = Math.Round(interpretation.Confidence, 3) };
            await output.WriteAsync((answer.ToJsonString(Json) + "\n").AsMemory(), cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
    }

    private static JsonNode? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static LibraryFile ReadLibrary(FileInfo file)
    {
        var root = JsonNode.Parse(File.ReadAllText(file.FullName)) as JsonObject ?? throw new FormatException($"{file.Name} must be an object with artists and titles.");
        return new LibraryFile(Texts(root["artists"]), Texts(root["titles"]));
    }

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonValue>().Select(v => v.GetValue<string>());

    private static async Task<int> SayAsync(string text, string? provider, bool json, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        int Bad(string message)
        {
            errors.WriteLine(message);
            return 1;
        }

        var address = Environment.GetEnvironmentVariable("ECHOTUNE_URL") is { Length: > 0 } url ? url : "http://127.0.0.1:5080";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server))
        {
            return Bad($"ECHOTUNE_URL is not an address: {address}");
        }

        var data = Environment.GetEnvironmentVariable("ECHOTUNE_DATA") is { Length: > 0 } folder ? folder
            : Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share"), "echotune");
        var tokenFile = Path.Combine(data, "local-token");
        if (!File.Exists(tokenFile))
        {
            return Bad($"There is no {tokenFile}. Start EchoTune first, or set ECHOTUNE_DATA to its data folder.");
        }

        using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(tokenFile, cancellationToken)).Trim());
        var body = new JsonObject { ["text"] = text };
        if (provider is not null)
        {
            body["provider"] = provider;
        }

        try
        {
            using var response = await http.PostAsJsonAsync("/api/v1/chat/turns", body, cancellationToken);
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            var parsed = answer.TrimStart() is ['{', ..] ? JsonNode.Parse(answer) as JsonObject : null;
            if (!response.IsSuccessStatusCode)
            {
                var detail = (string?)parsed?["detail"] ?? (string?)parsed?["title"] ?? string.Create(CultureInfo.InvariantCulture, $"The server answered {(int)response.StatusCode}.");
                errors.WriteLine(detail);
                return (int)response.StatusCode >= 500 ? 2 : 1;
            }

            output.WriteLine(json ? answer : (string?)parsed?["reply"] ?? answer);
            return 0;
        }
        catch (HttpRequestException)
        {
            return Bad($"EchoTune does not answer at {server}. Start it with ./run, or set ECHOTUNE_URL.");
        }
    }

    /// <summary>The names of a library file.</summary>
    private sealed class LibraryFile : IMusicLexicon
    {
        private readonly EchoTune.Conversation.Interpreter.NameList _names = new();

        public LibraryFile(IEnumerable<string> artists, IEnumerable<string> titles)
        {
            _names.AddRange(artists, NameKind.Artist);
            _names.AddRange(titles, NameKind.Track);
        }

        public KnownName? Exact(string said) => _names.Exact(said);

        public KnownName? Closest(string said) => _names.Closest(said);
    }
}

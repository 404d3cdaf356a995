using Npgsql;

namespace EchoTune.Storage.Postgres;

/// <summary>How words are looked for.</summary>
internal enum SearchMode
{
    /// <summary>Each word starts some word of the text.</summary>
    Exact,

    /// <summary>Each word starts some word of the text, or resembles one.</summary>
    Forgiving,
}

/// <summary>Conditions and scores of a search as you type, on columns of folded words that start with a blank.</summary>
internal static class SearchTerms
{
    // Shorter words resemble too much.
    private const int ShortestForgiven = 4;

    /// <summary>Adds a condition a word, with its parameters.</summary>
    public static void Add(NpgsqlCommand command, List<string> where, IReadOnlyList<string> words, string column, SearchMode mode)
    {
        foreach (var word in words)
        {
            command.WithText("% " + Texts.LikeLiteral(word) + "%");
            var pattern = $"{column} LIKE lower(unaccent(normalize(${command.Parameters.Count}, NFKC)))";
            if (mode == SearchMode.Forgiving && word.Length >= ShortestForgiven)
            {
                // pg_trgm's likeness to a whole word, its threshold set on the connection.
                command.WithText(word);
                where.Add($"({pattern} OR echotune_fold(${command.Parameters.Count}) <<% {column})");
            }
            else
            {
                where.Add(pattern);
            }
        }
    }

    /// <summary>
    /// SQL of the relevance, the smaller the better: the whole name first, then names that start with the words, then the
    /// likeness of the words to the whole text. A whole number, so that a cursor can carry it.
    /// </summary>
    /// <param name="words">Parameter that holds the words.</param>
    /// <param name="name">Column with the folded words of the name.</param>
    /// <param name="second">Column with those of the artist.</param>
    /// <param name="all">Column that is searched.</param>
    public static string Score(string words, string name, string second, string all) => $"""
        -(CASE WHEN {name} = ' ' || echotune_fold({words}) || ' ' THEN 1000
               WHEN {second} = ' ' || echotune_fold({words}) || ' ' THEN 900
               WHEN starts_with({name}, ' ' || echotune_fold({words}) || ' ') THEN 700
               WHEN starts_with({name}, ' ' || echotune_fold({words})) THEN 600
               WHEN starts_with({second}, ' ' || echotune_fold({words})) THEN 500
               WHEN strpos({name}, ' ' || echotune_fold({words})) > 0 THEN 300
               ELSE 0 END + (100 * word_similarity(echotune_fold({words}), {all}))::bigint)
        """;
}

using Npgsql;

namespace EchoTune.Storage.Postgres;

/// <summary>One column of a sort order: how it is computed, read from a row and bound from a cursor.</summary>
/// <param name="Expression">SQL, never null.</param>
/// <param name="Read">Reads its value for a cursor.</param>
/// <param name="Bind">Adds its value from a cursor as the next parameter.</param>
internal sealed record SortKey(string Expression, Func<NpgsqlDataReader, int, object> Read, Action<NpgsqlCommand, Cursor, int> Bind)
{
    /// <summary>Stands for the relevance, which is known when the parameters are.</summary>
    public const string Score = "score";

    public static SortKey Text(string expression) => new(expression, (r, i) => r.GetString(i), (c, k, i) => c.WithText(k.Text(i)));

    public static SortKey Number(string expression) =>
        new(expression, (r, i) => Convert.ToInt64(r.GetValue(i), System.Globalization.CultureInfo.InvariantCulture), (c, k, i) => c.With(k.Long(i)));

    public static SortKey Real(string expression) => new(expression, (r, i) => r.GetDouble(i), (c, k, i) => c.With(k.Double(i)));

    public static SortKey Moment(string expression) => new(expression, (r, i) => r.GetFieldValue<DateTime>(i).Ticks, (c, k, i) => c.With(k.Moment(i)));

    public static SortKey Id(string expression) => new(expression, (r, i) => r.GetGuid(i), (c, k, i) => c.With(k.Id(i)));
}

using Npgsql;

namespace EchoTune.Storage.Postgres;

/// <summary>Short forms for positional parameters and for reading rows.</summary>
internal static class Commands
{
    /// <summary>Adds the next positional parameter.</summary>
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>Adds a moment, in UTC as the driver demands.</summary>
    public static NpgsqlCommand With(this NpgsqlCommand command, DateTimeOffset value) => command.With(value.UtcDateTime);

    /// <summary>Adds a text or null, without what PostgreSQL cannot hold.</summary>
    public static NpgsqlCommand WithText(this NpgsqlCommand command, string? value) => command.With(Texts.Storable(value));

    /// <summary>Adds a JSON document.</summary>
    public static NpgsqlCommand WithJson(this NpgsqlCommand command, string? json)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Json, Value = (object?)json ?? DBNull.Value });
        return command;
    }

    public static DateTimeOffset Moment(this NpgsqlDataReader reader, int column) => reader.GetFieldValue<DateTimeOffset>(column);

    public static string? Text(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static int? Int(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    public static long? Long(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static Guid? Id(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);

    public static T[] Array<T>(this NpgsqlDataReader reader, int column) => reader.GetFieldValue<T[]>(column);

    public static async Task<List<T>> ListAsync<T>(
        this NpgsqlConnection connection, string sql, Action<NpgsqlCommand> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        bind(command);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, Action<NpgsqlCommand> bind, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        bind(command);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

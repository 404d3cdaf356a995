using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Listeners;
using Npgsql;

namespace EchoTune.Storage.Postgres.Listeners;

internal sealed class PostgresListenerStore(Database database) : IListenerStore
{
    private const string Select = "SELECT listener_id, name, password_hash, is_owner, created_at, security_stamp FROM listeners";

    public Task<Listener?> GetAsync(ListenerId id, CancellationToken cancellationToken) =>
        database.FirstAsync($"{Select} WHERE listener_id = $1", c => c.With(id.Value), Read, cancellationToken);

    public Task<Listener?> FindAsync(string name, CancellationToken cancellationToken) =>
        database.FirstAsync($"{Select} WHERE folded_name = $1", c => c.WithText(Fold(name)), Read, cancellationToken);

    public async Task<Listener> OwnerAsync(CancellationToken cancellationToken)
    {
        var owner = await database.FirstAsync($"{Select} WHERE is_owner", _ => { }, Read, cancellationToken);
        if (owner is not null)
        {
            return owner;
        }

        // Of several first calls the unique index on owners lets one insert; all then read the same row.
        var id = ListenerId.New(database.Time);
        await database.ExecuteAsync(
            """
            INSERT INTO listeners (listener_id, name, folded_name, is_owner, created_at, security_stamp)
            SELECT $1, n, n, true, $2, $3
            FROM (SELECT CASE WHEN EXISTS (SELECT 1 FROM listeners WHERE folded_name = 'owner') THEN 'owner-' || $1 ELSE 'owner' END AS n) AS free
            ON CONFLICT DO NOTHING
            """,
            c => c.With(id.Value).With(database.Time.GetUtcNow())
                .WithText(Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16))),
            cancellationToken);
        return await database.FirstAsync($"{Select} WHERE is_owner", _ => { }, Read, cancellationToken)
            ?? throw new EchoTuneException(ErrorCodes.Internal, "The owner could not be made. The log has the details.");
    }

    public async Task<bool> AnyAccountAsync(CancellationToken cancellationToken) =>
        await database.NumberAsync("SELECT count(*) FROM (SELECT 1 FROM listeners WHERE password_hash IS NOT NULL LIMIT 1) AS any_account", _ => { }, cancellationToken) > 0;

    public Task SaveAsync(Listener listener, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, token) =>
            {
                try
                {
                    return await connection.ExecuteAsync(
                        """
                        INSERT INTO listeners (listener_id, name, folded_name, password_hash, is_owner, created_at, security_stamp) VALUES ($1, $2, $3, $4, $5, $6, $7)
                        ON CONFLICT (listener_id) DO UPDATE SET name = excluded.name, folded_name = excluded.folded_name,
                            password_hash = excluded.password_hash, is_owner = excluded.is_owner, security_stamp = excluded.security_stamp
                        """,
                        c => c.With(listener.Id.Value).WithText(listener.Name).WithText(Fold(listener.Name)).WithText(listener.PasswordHash).With(listener.IsOwner)
                            .With(listener.CreatedAt).WithText(listener.SecurityStamp),
                        token);
                }
                catch (PostgresException exception) when (PostgresErrors.IsDuplicate(exception))
                {
                    throw new EchoTuneException(
                        ErrorCodes.Conflict,
                        exception.ConstraintName == "listeners_one_owner" ? "There is an owner already." : $"The name \"{listener.Name}\" is taken. Choose another one.",
                        exception);
                }
            },
            cancellationToken);

    private static string Fold(string name) => Texts.Storable(name).Trim().ToLowerInvariant();

    private static Listener Read(NpgsqlDataReader row) => new()
    {
        Id = new ListenerId(row.GetGuid(0)),
        Name = row.GetString(1),
        PasswordHash = row.Text(2),
        IsOwner = row.GetBoolean(3),
        CreatedAt = row.Moment(4),
        SecurityStamp = row.GetString(5),
    };
}

using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Listeners;
using EchoTune.Storage;
using EchoTune.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Postgres;

/// <summary>A database named by a connection string, as an operator gives it.</summary>
public sealed class ExternalDatabaseTests(EmbeddedDatabase server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Programs_that_start_at_the_same_time_migrate_once_and_keep_the_data()
    {
        var connectionString = await server.CreateEmptyAsync(Token);

        var owners = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var database = await TestDatabase.OpenAsync(connectionString, cancellationToken: Token);
            return (await database.Get<IListenerStore>().OwnerAsync(Token)).Id;
        }));

        owners.Distinct().Count().ShouldBe(1);
        await using var again = await TestDatabase.OpenAsync(connectionString, cancellationToken: Token);
        (await again.Get<IListenerStore>().OwnerAsync(Token)).Id.ShouldBe(owners[0]);
        (await again.Get<IStorageHost>().CheckAsync(Token)).Description.ShouldStartWith("external PostgreSQL");
    }

    [Fact]
    public async Task A_database_newer_than_the_program_is_refused()
    {
        var connectionString = await server.CreateEmptyAsync(Token);
        await (await TestDatabase.OpenAsync(connectionString, cancellationToken: Token)).DisposeAsync();
        await ExecuteAsync(connectionString, "INSERT INTO schema_versions (version, name) VALUES (9999, '9999_future.sql')");

        var failure = await Should.ThrowAsync<EchoTuneException>(() => TestDatabase.OpenAsync(connectionString, cancellationToken: Token));

        failure.ErrorCode.ShouldBe(ErrorCodes.StorageIncompatible);
        failure.Message.ShouldContain("9999");
    }

    [Fact]
    public async Task A_wrong_password_a_missing_database_and_nonsense_are_said_clearly()
    {
        var good = new NpgsqlConnectionStringBuilder(await server.CreateEmptyAsync(Token));
        foreach (var wrong in new[]
        {
            new NpgsqlConnectionStringBuilder(good.ConnectionString) { Password = "wrong" }.ConnectionString,
            new NpgsqlConnectionStringBuilder(good.ConnectionString) { Database = "no_such_database" }.ConnectionString,
            "nonsense",
        })
        {
            var failure = await Should.ThrowAsync<EchoTuneException>(() => TestDatabase.OpenAsync(wrong, cancellationToken: Token));
            failure.ErrorCode.ShouldBe(ErrorCodes.StorageUnavailable);
            failure.Message.ShouldContain("ConnectionStrings__EchoTune");
        }
    }

    [Fact]
    public async Task Ended_sessions_are_opened_again_without_a_word()
    {
        var connectionString = await server.CreateEmptyAsync(Token);
        await using var database = await TestDatabase.OpenAsync(connectionString, cancellationToken: Token);
        var owner = await database.Get<IListenerStore>().OwnerAsync(Token);

        await ExecuteAsync(connectionString, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

        (await database.Get<IListenerStore>().OwnerAsync(Token)).ShouldBe(owner);
    }

    [Fact]
    public async Task The_log_of_plays_cannot_be_changed()
    {
        var connectionString = await server.CreateEmptyAsync(Token);
        await (await TestDatabase.OpenAsync(connectionString, cancellationToken: Token)).DisposeAsync();

        await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(connectionString, "DELETE FROM plays"));
        await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(connectionString, "UPDATE plays SET kind = 0"));
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}

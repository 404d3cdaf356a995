global using EchoTune.Server.Tests.Support;
global using EchoTune.TestSupport;
global using Shouldly;
global using Xunit;

[assembly: AssemblyFixture(typeof(EmbeddedDatabase))]

global using EchoTune.Catalog.Errors;
global using Shouldly;
global using Xunit;

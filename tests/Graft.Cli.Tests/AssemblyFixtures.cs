using Graft.Cli.Tests;

[assembly: AssemblyFixture(typeof(Workbench))]

using Graft.Cli;
using Graft.Cli.Output;

StandardOutput.Install();
return QuickExit.With(StandardOutput.Check(CommandLine.Run(args)));

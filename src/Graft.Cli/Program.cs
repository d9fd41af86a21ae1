using Graft.Cli;

return QuickExit.With(CommandLine.Run(args));

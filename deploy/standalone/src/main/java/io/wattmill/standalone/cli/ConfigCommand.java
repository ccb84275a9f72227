// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.kit.config.Configuration;
import io.wattmill.standalone.process.Program;
import io.wattmill.standalone.process.Sections;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** `wattmill config …`: looks at configuration without starting anything. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Looks at configuration without starting anything.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ConfigCommand.Check.class)
final class ConfigCommand implements Runnable {
    private static final String SEAL = "seal";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** `wattmill config check [--service S] FILE`. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Checks a configuration file, and the WATTMILL_* variables over it; prints"
                            + " every problem.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  ./wattmill config check site.yaml                        every section",
                "  ./wattmill config check --service gateway --config site.yaml    what it reads"
            })
    static final class Check implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();

        @ArgGroup(multiplicity = "1")
        private Source source = new Source();

        @Option(
                names = "--service",
                paramLabel = "S",
                description =
                        "Check what this process reads: ${COMPLETION-CANDIDATES} (default: all"
                                + " that the file has).",
                completionCandidates = ServiceNames.class,
                converter = ServiceNames.class)
        private Optional<Program> service = Optional.empty();

        @Override
        public Integer call() {
            var file = source.given.or(() -> source.named).orElse(Path.of(""));
            var configuration = Configuration.load(Optional.of(file), System.getenv());
            var sections = service.map(Program::sections).orElseGet(() -> all(configuration));
            service.ifPresentOrElse(
                    program -> program.check(configuration),
                    () -> Sections.check(configuration, sections));
            PrintWriter out = spec.commandLine().getOut();
            out.println(file + " is good: sections " + sections.stream().sorted().toList());
            out.flush();
            return ExitCode.OK;
        }

        /** A section with settings that have no default is looked at only where it is. */
        private static Set<String> all(Configuration configuration) {
            var all = new HashSet<>(Sections.names());
            if (!configuration.has(SEAL)) {
                all.remove(SEAL);
            }
            return all;
        }

        /** The file, said either way. */
        private static final class Source {

            @Parameters(paramLabel = "FILE", description = "YAML, one section per service.")
            private Optional<Path> given = Optional.empty();

            @Option(names = "--config", paramLabel = "FILE", description = "The same.")
            private Optional<Path> named = Optional.empty();
        }
    }

    /** The processes of a site by the names of their commands. */
    static final class ServiceNames implements Iterable<String>, ITypeConverter<Program> {

        @Override
        public Iterator<String> iterator() {
            return Stream.of(Program.values()).map(Program::label).iterator();
        }

        @Override
        public Program convert(String name) {
            return Stream.of(Program.values())
                    .filter(program -> program.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(name));
        }

        private static TypeConversionException unknown(String name) {
            var known = Stream.of(Program.values()).map(Program::label).toList();
            return new TypeConversionException("'" + name + "' is none of " + known);
        }
    }
}

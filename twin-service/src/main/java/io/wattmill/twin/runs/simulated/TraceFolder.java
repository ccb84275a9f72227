// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs.simulated;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where files that plans and runs name may be.
 *
 * @param path of the folder; empty: no file may be named
 * @param confined whether names that lead out of it are refused: whoever names them is elsewhere
 */
public record TraceFolder(Optional<Path> path, boolean confined) {
    /** No files. */
    public static final TraceFolder NONE = new TraceFolder(Optional.empty(), true);

    /** Beside a plan that its own reader runs. */
    public static TraceFolder beside(Path folder) {
        return new TraceFolder(Optional.of(folder), false);
    }

    /** Where a name leads; empty where it may not lead. */
    public Optional<Path> locate(String name) {
        try {
            return path.map(folder -> folder.toAbsolutePath().normalize())
                    .flatMap(folder -> within(folder, folder.resolve(name).normalize()));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private Optional<Path> within(Path folder, Path file) {
        return Optional.of(file).filter(each -> !confined || each.startsWith(folder));
    }
}

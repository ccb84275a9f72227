// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of public measurements; the variable WATTMILL_DATA names it. */
public final class PublicData {
    private PublicData() {}

    /** The folder; empty where the variable is not set or names none. */
    public static Optional<Path> folder() {
        return Optional.ofNullable(System.getenv("WATTMILL_DATA"))
                .map(Path::of)
                .filter(Files::isDirectory);
    }

    /** The folder, for programs, which cannot do without. */
    public static Path required() {
        return folder().orElseThrow(
                        () -> new IllegalStateException("set WATTMILL_DATA to the data folder"));
    }
}

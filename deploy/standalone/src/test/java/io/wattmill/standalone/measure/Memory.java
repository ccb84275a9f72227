// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process and its children hold of the host, as Linux tells it: proc(5). */
record Memory(ProcessHandle process) {

    /** Proportional set size: its own pages, and its part of those that it shares. */
    long pssKb() {
        return family().mapToLong(Memory::pssKb).sum();
    }

    /** Open file descriptors. */
    long descriptors() {
        return family().mapToLong(Memory::descriptors).sum();
    }

    private Stream<ProcessHandle> family() {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private static Path proc(ProcessHandle one, String name) {
        return Path.of("/proc", Long.toString(one.pid()), name);
    }

    private static long pssKb(ProcessHandle one) {
        try (var lines = Files.lines(proc(one, "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long descriptors(ProcessHandle one) {
        try (var open = Files.list(proc(one, "fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

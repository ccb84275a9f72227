// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * CPU time of a process, all its threads and its children: {@code utime + stime} of {@code
 * /proc/PID/stat}, see proc(5).
 */
record CpuTime(ProcessHandle process) {
    /** {@code sysconf(_SC_CLK_TCK)}: 100 on every Linux that a JDK runs on. */
    private static final long TICK_MICROS = 10_000;

    private static final int UTIME = 11;

    long micros() {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(each -> ticks(each.pid()) * TICK_MICROS)
                .sum();
    }

    /** The command's name stands in parentheses and may hold anything, so we count from its end. */
    private static long ticks(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

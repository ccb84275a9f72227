// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.bench;

import io.wattmill.billing.BillingWorld;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU time of a whole PostgreSQL server, from {@code /proc}: the postmaster, every process it
 * started, and those that have ended.
 */
final class PostgresCpu {

    /** Linux reports CPU times in hundredths of a second, whatever the kernel's own clock is. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int ENDED_CHILDREN_SYSTEM = 14;

    private final long postmaster;

    private PostgresCpu(long postmaster) {
        this.postmaster = postmaster;
    }

    /** The server that this world's database is on. */
    static PostgresCpu of(BillingWorld world) {
        Path data = Path.of(world.text("SHOW data_directory"));
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return new PostgresCpu(Long.parseLong(lines.getFirst().strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("no server in " + data, e);
        }
    }

    /** Seconds of CPU since the server started. */
    double seconds() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            long ticks =
                    processes
                            .filter(path -> path.getFileName().toString().matches("[0-9]+"))
                            .mapToLong(this::ticks)
                            .sum();
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Seconds of CPU that the server spends while this runs. */
    double of(Runnable work) {
        double before = seconds();
        work.run();
        return seconds() - before;
    }

    /** Zero for processes of others, and for those that ended while we looked. */
    private long ticks(Path process) {
        long pid = Long.parseLong(process.getFileName().toString());
        try {
            String stat = Files.readString(process.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean ours = pid == postmaster || Long.parseLong(fields[PARENT]) == postmaster;
            return ours ? sum(fields, USER, pid == postmaster ? ENDED_CHILDREN_SYSTEM : 12) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static long sum(String[] fields, int from, int to) {
        long sum = 0;
        for (int i = from; i <= to; i++) {
            sum += Long.parseLong(fields[i]);
        }
        return sum;
    }
}

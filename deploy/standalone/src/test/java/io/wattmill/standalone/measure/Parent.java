// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

/** The measurement, as one of its processes sees it: it hears that we serve, and we end with it. */
final class Parent {
    static final String READY = "ready ";

    /** A start beside other work takes many times what it takes alone. */
    static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final BufferedReader words =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    /** Whatever goes wrong ends this process, so that nobody waits for it. */
    Parent() {
        Thread.setDefaultUncaughtExceptionHandler(
                (_, e) -> {
                    e.printStackTrace();
                    Runtime.getRuntime().halt(1);
                });
    }

    /** Says where this process serves. */
    void tell(Object... where) {
        var line = new StringBuilder(READY);
        for (var part : where) {
            line.append(part).append(' ');
        }
        System.out.println(line.toString().strip());
    }

    /** The next line that the measurement sends. */
    String hear() throws IOException {
        var line = words.readLine();
        if (line == null) {
            throw new IOException("the measurement has ended");
        }
        return line;
    }

    /** Ends this process once the measurement has ended, however it did. */
    void outlive() throws IOException {
        outlive(_ -> new Object[0]);
    }

    /** The same; to every line before that it tells what {@code answer} says to it. */
    void outlive(Function<String, Object[]> answer) throws IOException {
        for (var line = words.readLine(); line != null; line = words.readLine()) {
            tell(answer.apply(line));
        }
        System.exit(0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** In a process of its own, with the configuration that every service has. */
@Timeout(120)
class GatheredConsoleTest {

    private static final String ACCESS = "io.wattmill.gateway.access";

    @Test
    void writesGatheredLinesWithoutWaitingForMoreAndTheLastOnesAtTheEnd() throws Exception {
        Process process = start();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            assertTrue(lineOf(lines, ACCESS).contains("\"n\":1"));
            process.getOutputStream().close();
            assertTrue(lineOf(lines, ACCESS).contains("\"n\":2"));
            assertEquals(0, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start() throws IOException {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dlogback.configurationFile=logback.xml",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Speaker.class.getName()))
                .start();
    }

    private static String lineOf(BufferedReader lines, String logger) {
        return Stream.generate(() -> line(lines))
                .filter(line -> line.contains(logger))
                .findFirst()
                .orElseThrow();
    }

    private static String line(BufferedReader lines) {
        try {
            String line = lines.readLine();
            if (line == null) {
                throw new AssertionError("the process ended without the line");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says one line, waits for the end of its input, says another and ends. */
    static final class Speaker {

        public static void main(String[] words) throws IOException {
            say(1);
            if (System.in.read() < 0) {
                say(2);
            }
        }

        private static void say(int number) {
            LoggerFactory.getLogger(ACCESS).atInfo().addKeyValue("n", number).log("request");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the measurement; it is killed with everything that it started. */
final class Child implements AutoCloseable {
    private static final long END_SECONDS = 15;

    private static final int LAST_LINES = 15;

    private final Process process;
    private final Path log;
    private final BufferedReader lines;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Our own class path. */
    static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** A Java program; what it logs is in {@code log}. */
    static Child java(
            String classPath,
            Class<?> main,
            List<String> flags,
            List<String> words,
            Map<String, String> environment,
            Path log)
            throws IOException {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(flags);
        line.addAll(List.of("-cp", classPath, main.getName()));
        line.addAll(words);
        return start(line, environment, log);
    }

    /** Any program. */
    static Child start(List<String> line, Map<String, String> environment, Path log)
            throws IOException {
        var builder = new ProcessBuilder(line).redirectError(log.toFile());
        builder.environment().putAll(environment);
        return new Child(builder.start(), log);
    }

    /** Waits until the program serves, or has done what it was told; what it tells of it. */
    List<String> ready() throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(Parent.READY)) {
                return List.of(line.substring(Parent.READY.length()).split(" "));
            }
        }
        throw new IOException("a process has ended; " + log.getFileName() + " ends so:\n" + end());
    }

    private String end() throws IOException {
        var all = Files.readAllLines(log);
        return String.join("\n", all.subList(Math.max(0, all.size() - LAST_LINES), all.size()));
    }

    /** Sends it a line. */
    void tell(Object word) {
        var in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        in.println(word);
    }

    /** Sends it a line and waits for what it tells in return. */
    List<String> ask(Object word) throws IOException {
        tell(word);
        return ready();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    CpuTime cpu() {
        return new CpuTime(handle());
    }

    @Override
    public void close() throws Exception {
        process.getOutputStream().close();
        if (process.descendants().findAny().isPresent() || !process.isAlive()) {
            process.destroy();
        }
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import io.vertx.core.net.SocketAddress;
import io.wattmill.kit.testing.Await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One incarnation of billing: a small JVM on the classes under test. */
final class BillingProcess implements AutoCloseable {

    /** A start under a machine full of other builds takes many times what it takes alone. */
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final List<String> SMALL =
            List.of(
                    "-Xmx192m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dvertx.disableDnsResolver=true");

    private final Process process;
    private final Path output;
    private final Path ready;

    private BillingProcess(Process process, Path output, Path ready) {
        this.process = process;
        this.output = output;
        this.ready = ready;
    }

    /** Begins to start; {@link #awaitReady} waits for it. */
    static BillingProcess start(Path folder, String yaml) throws IOException {
        int number = COUNTER.incrementAndGet();
        Path config = Files.writeString(folder.resolve("billing-" + number + ".yaml"), yaml);
        Path ready = folder.resolve("billing-" + number + ".ready");
        Path output = folder.resolve("billing-" + number + ".log");
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(SMALL);
        line.addAll(List.of(CrashBilling.class.getName(), config.toString(), ready.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")));
        return new BillingProcess(builder.start(), output, ready);
    }

    BillingProcess awaitReady() {
        Await.until(() -> Files.exists(ready) || !isAlive(), "billing serves", START_LIMIT);
        if (!Files.exists(ready)) {
            throw new AssertionError("billing ended with " + process.exitValue() + ":\n" + log());
        }
        return this;
    }

    private String[] said() {
        try {
            return Files.readString(ready).split(" ", -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SocketAddress grpc() {
        return SocketAddress.inetSocketAddress(Integer.parseInt(said()[0]), "127.0.0.1");
    }

    URI http() {
        return URI.create(said()[1]);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Has it die at a place, when it passes there for the n-th time from now. */
    void crashAt(CrashPoint point, int pass) throws IOException {
        tell("crash " + point.at(pass));
    }

    /** Sets its clock off by so much. */
    void clock(long offsetUs) throws IOException {
        tell("clock " + offsetUs);
    }

    private void tell(String command) throws IOException {
        var commands = process.getOutputStream();
        commands.write((command + "\n").getBytes(StandardCharsets.UTF_8));
        commands.flush();
    }

    /** SIGSTOP. */
    void pause() throws IOException {
        Signals.send("STOP", process.pid());
    }

    /** SIGCONT. */
    void resume() throws IOException {
        Signals.send("CONT", process.pid());
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** The end of what it printed. */
    String log() {
        try {
            String text = Files.readString(output);
            return text.substring(Math.max(0, text.length() - 4_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}

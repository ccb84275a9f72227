// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.testing;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A driver library of our own, built by gcc, one per test: what a test does to it no other sees.
 * Tests are skipped, saying so, where there is no gcc.
 */
@SuppressWarnings("restricted")
public final class StubDriver {

    private static final String SOURCE = "/io/wattmill/agent/nvml/nvml_stub.c";
    private static final long BUILD_SECONDS = 60;
    private static final Map<List<String>, byte[]> BUILT = new ConcurrentHashMap<>();

    private final Path library;
    private final SymbolLookup symbols;

    private StubDriver(Path library) {
        this.library = library;
        this.symbols = SymbolLookup.libraryLookup(library, Arena.global());
    }

    /** A driver of today with two GPUs. */
    public static StubDriver build(Path folder) {
        return build(folder, List.of());
    }

    /** A driver that lacks newer symbols. */
    public static StubDriver buildOld(Path folder) {
        return build(folder, List.of("-DOLD_DRIVER"));
    }

    /** Compiled once; loaded from a file of its own, the library has variables of its own. */
    private static StubDriver build(Path folder, List<String> flags) {
        Path library = folder.resolve("libstub-nvml.so");
        try {
            byte[] built = BUILT.get(flags);
            if (built == null) {
                compile(library, folder.resolve("nvml_stub.c"), flags);
                BUILT.put(flags, Files.readAllBytes(library));
            } else {
                Files.write(library, built);
            }
        } catch (IOException e) {
            Assumptions.abort("no gcc here, so no stub of the driver library: " + e.getMessage());
        }
        return new StubDriver(library);
    }

    private static void compile(Path library, Path source, List<String> flags) throws IOException {
        try (InputStream text = StubDriver.class.getResourceAsStream(SOURCE)) {
            Files.write(source, text.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-O1"));
        command.addAll(flags);
        command.addAll(List.of("-pthread", "-o", library.toString(), source.toString()));
        run(command);
    }

    private static void run(List<String> command) throws IOException {
        Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!gcc.waitFor(BUILD_SECONDS, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
                throw new AssertionError("gcc: " + said);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Where it lies. */
    public Path library() {
        return library;
    }

    /** UUID of a GPU. */
    public static String uuid(int gpu) {
        return "GPU-stub-" + gpu;
    }

    public void gpus(long count) {
        script("stub_gpus", count);
    }

    /** Every call about the GPU answers {@code rc}; 0: it is back. */
    public void lost(int gpu, long rc) {
        script("stub_lost", gpu, rc);
    }

    /** Every call about the GPU takes so long; 0: those that are out return too. */
    public void hang(int gpu, long millis) {
        script("stub_hang", gpu, millis);
    }

    /** Every wait for events takes so much longer; 0: those that are out return too. */
    public void hangEvents(long millis) {
        script("stub_hang_events", millis);
    }

    public void power(int gpu, long milliwatts) {
        script("stub_power", gpu, milliwatts);
    }

    public void energy(int gpu, long millijoules) {
        script("stub_energy", gpu, millijoules);
    }

    public void mig(int gpu, long instances) {
        script("stub_mig", gpu, instances);
    }

    public void processes(int gpu, long count) {
        script("stub_processes", gpu, count);
    }

    public void recoveryAction(int gpu, long action) {
        script("stub_recovery", gpu, action);
    }

    /** Its rows' remap is pending (field 144) or failed (145), from now on; 0: neither. */
    public void rows(int gpu, long field) {
        script("stub_rows", gpu, field);
    }

    public void event(int gpu, long type, long data) {
        script("stub_event", gpu, type, data);
    }

    /** A function answers {@code rc} from now on. */
    public void fail(String symbol, long rc) {
        try (Arena arena = Arena.ofConfined()) {
            script("stub_fail", arena.allocateFrom(symbol).address(), rc);
        }
    }

    /** A field answers {@code rc} from now on. */
    public void field(long id, long scope, long rc) {
        script("stub_field", id, scope, rc);
    }

    /** How often the library was opened. */
    public long openings() {
        return answer("stub_openings");
    }

    /** How often it was opened and not closed since. */
    public long opened() {
        return answer("stub_opened");
    }

    /** Threads that wait for events. */
    public long waiting() {
        return answer("stub_waiting");
    }

    private long answer(String symbol) {
        try {
            return (long)
                    Linker.nativeLinker()
                            .downcallHandle(
                                    symbols.find(symbol).orElseThrow(),
                                    FunctionDescriptor.of(ValueLayout.JAVA_LONG))
                            .invokeExact();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private void script(String symbol, Object... words) {
        MemoryLayout[] shape = new MemoryLayout[words.length];
        Arrays.fill(shape, ValueLayout.JAVA_LONG);
        Object[] longs = Arrays.stream(words).map(word -> ((Number) word).longValue()).toArray();
        try {
            Linker.nativeLinker()
                    .downcallHandle(
                            symbols.find(symbol).orElseThrow(), FunctionDescriptor.ofVoid(shape))
                    .invokeWithArguments(longs);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * A driver without a device behind it, for {@link Nvml#rehearse}: it lists one GPU, whose fields
 * are all 0, and offers nothing else. Nobody ever sees what it says.
 */
final class RehearsedDriver implements SymbolLookup {

    private static final int NOT_SUPPORTED = 3;
    private static final MethodType SHAPE =
            MethodType.methodType(int.class, long.class, long.class, long.class);
    private static final FunctionDescriptor WORDS =
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG);

    private final Arena arena;

    /** One that lasts as long as {@code arena}. */
    RehearsedDriver(Arena arena) {
        this.arena = arena;
    }

    @Override
    @SuppressWarnings("restricted")
    public Optional<MemorySegment> find(String symbol) {
        String answer =
                switch (symbol) {
                    case "nvmlDeviceGetCount_v2" -> "one";
                    case "nvmlDeviceGetUUID", "nvmlDeviceGetName" -> "word";
                    case "nvmlInit_v2",
                            "nvmlShutdown",
                            "nvmlDeviceGetHandleByIndex_v2",
                            "nvmlDeviceGetFieldValues",
                            "nvmlDeviceGetMemoryInfo_v2" ->
                            "done";
                    default -> "refused";
                };
        return Optional.of(Linker.nativeLinker().upcallStub(method(answer), WORDS, arena));
    }

    private static MethodHandle method(String name) {
        try {
            return MethodHandles.lookup().findStatic(RehearsedDriver.class, name, SHAPE);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings({"restricted", "unused"})
    private static int one(long out, long none, long nothing) {
        MemorySegment.ofAddress(out)
                .reinterpret(ValueLayout.JAVA_INT.byteSize())
                .set(ValueLayout.JAVA_INT, 0, 1);
        return 0;
    }

    @SuppressWarnings({"restricted", "unused"})
    private static int word(long device, long out, long bytes) {
        MemorySegment.ofAddress(out).reinterpret(bytes).setString(0, "rehearsal");
        return 0;
    }

    @SuppressWarnings("unused")
    private static int done(long first, long second, long third) {
        return 0;
    }

    @SuppressWarnings("unused")
    private static int refused(long first, long second, long third) {
        return NOT_SUPPORTED;
    }
}

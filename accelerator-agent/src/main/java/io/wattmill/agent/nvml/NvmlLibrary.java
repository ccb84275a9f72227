// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The driver library, loaded. A symbol is looked up at its first call, and one that the installed
 * library does not have answers {@link NvmlReturn#FUNCTION_NOT_FOUND}: an old driver says less, and
 * nothing fails.
 *
 * <p>Every parameter of every function is an int, a pointer or an integer of 64 bits, which x86-64
 * and AArch64 pass in one register each. So all of them are passed as 64-bit words, and one call
 * shape per number of arguments serves all functions: each shape costs milliseconds at start.
 */
final class NvmlLibrary {

    private final Arena arena;
    private final SymbolLookup symbols;
    private final Map<NvmlFunction, Optional<MethodHandle>> handles = new ConcurrentHashMap<>();

    private NvmlLibrary(Arena arena, SymbolLookup symbols) {
        this.arena = arena;
        this.symbols = symbols;
    }

    /** Loads the library; empty when this host has none of that name. */
    @SuppressWarnings("restricted")
    static Optional<NvmlLibrary> load(String name) {
        Arena arena = Arena.ofShared();
        try {
            return Optional.of(new NvmlLibrary(arena, SymbolLookup.libraryLookup(name, arena)));
        } catch (IllegalArgumentException _) {
            arena.close();
            return Optional.empty();
        }
    }

    /** A driver without a device, for a rehearsal. */
    static NvmlLibrary rehearsed() {
        Arena arena = Arena.ofShared();
        return new NvmlLibrary(arena, new RehearsedDriver(arena));
    }

    /** Takes the library out of the process: only when no thread can be inside it. */
    void unload() {
        arena.close();
    }

    NvmlReturn call(NvmlFunction function) {
        return handle(function).map(NvmlLibrary::invoke).orElse(NvmlReturn.FUNCTION_NOT_FOUND);
    }

    NvmlReturn call(NvmlFunction function, long first) {
        Optional<MethodHandle> handle = handle(function);
        return handle.isEmpty() ? NvmlReturn.FUNCTION_NOT_FOUND : invoke(handle.get(), first);
    }

    NvmlReturn call(NvmlFunction function, long first, long second) {
        Optional<MethodHandle> handle = handle(function);
        return handle.isEmpty()
                ? NvmlReturn.FUNCTION_NOT_FOUND
                : invoke(handle.get(), first, second);
    }

    NvmlReturn call(NvmlFunction function, long first, long second, long third) {
        Optional<MethodHandle> handle = handle(function);
        return handle.isEmpty()
                ? NvmlReturn.FUNCTION_NOT_FOUND
                : invoke(handle.get(), first, second, third);
    }

    private static NvmlReturn invoke(MethodHandle handle) {
        try {
            return NvmlReturn.of((int) handle.invokeExact());
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static NvmlReturn invoke(MethodHandle handle, long first) {
        try {
            return NvmlReturn.of((int) handle.invokeExact(first));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static NvmlReturn invoke(MethodHandle handle, long first, long second) {
        try {
            return NvmlReturn.of((int) handle.invokeExact(first, second));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static NvmlReturn invoke(MethodHandle handle, long first, long second, long third) {
        try {
            return NvmlReturn.of((int) handle.invokeExact(first, second, third));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static IllegalStateException broken(Throwable cause) {
        return new IllegalStateException("the call did not reach the driver library", cause);
    }

    private Optional<MethodHandle> handle(NvmlFunction function) {
        Optional<MethodHandle> known = handles.get(function);
        return known != null ? known : handles.computeIfAbsent(function, this::link);
    }

    @SuppressWarnings("restricted")
    private Optional<MethodHandle> link(NvmlFunction function) {
        return symbols.find(function.symbol())
                .map(
                        address ->
                                Linker.nativeLinker()
                                        .downcallHandle(address, shape(function.arity())));
    }

    private static FunctionDescriptor shape(int arity) {
        MemoryLayout[] words = new MemoryLayout[arity];
        Arrays.fill(words, ValueLayout.JAVA_LONG);
        return FunctionDescriptor.of(ValueLayout.JAVA_INT, words);
    }
}

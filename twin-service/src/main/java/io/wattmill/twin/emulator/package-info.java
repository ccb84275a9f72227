// SPDX-License-Identifier: Apache-2.0
/**
 * The emulated fleet: nodes that speak vLLM's and DCGM's HTTP on loopback, in real time, timed and
 * powered by {@code router.engine}.
 *
 * <p>The shell: sockets, timers, life cycle, and the commands that make a node crash, hang or slow
 * down. What an engine does is in {@code emulator.engine}, what it is asked in {@code
 * emulator.ask}, what it says in {@code emulator.script} and {@code emulator.text}, its bytes in
 * {@code emulator.reply}, {@code emulator.wire} and {@code emulator.metrics}; none of them knows
 * this package. It must not know the agent, the gateway or the router's services: to them this is
 * hardware.
 *
 * <p>Start reading at {@link io.wattmill.twin.emulator.EmulatedFleet}, then {@link
 * io.wattmill.twin.emulator.EngineLoop}.
 */
@NullMarked
package io.wattmill.twin.emulator;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What an inference engine costs: the time and the power of one step of a continuous batch, for a
 * known model on a known GPU.
 *
 * <p>It must not know about nodes, requests, clocks or any I/O: the router predicts with it, the
 * emulated engine runs on it and the simulator asks it millions of times a second. Start reading at
 * {@link io.wattmill.router.engine.EngineModel}; the figures are in {@link
 * io.wattmill.router.engine.Models} and {@link io.wattmill.router.engine.Gpus}.
 */
@NullMarked
package io.wattmill.router.engine;

import org.jspecify.annotations.NullMarked;

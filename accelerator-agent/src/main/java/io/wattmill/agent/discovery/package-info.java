// SPDX-License-Identifier: Apache-2.0
/**
 * What runs on this host, judged: which processes are inference engines by their command lines,
 * where each listens, and on which devices it computes. What cannot be told is said, never guessed.
 *
 * <p>It must not know how processes are listed or how ports are asked ({@code agent.search} does
 * both). Start reading at {@link io.wattmill.agent.discovery.EngineCommand}, then {@link
 * io.wattmill.agent.discovery.DeviceMatch}.
 */
@NullMarked
package io.wattmill.agent.discovery;

import org.jspecify.annotations.NullMarked;

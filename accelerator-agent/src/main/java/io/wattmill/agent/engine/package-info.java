// SPDX-License-Identifier: Apache-2.0
/**
 * Engines that can be asked over HTTP: one with a metrics page is read by the table of its kind,
 * Ollama by its API; the models of each by what its kind lists them with.
 *
 * <p>It must not know what the readings are for. Start reading at {@link
 * io.wattmill.agent.engine.EngineSources}.
 */
@NullMarked
package io.wattmill.agent.engine;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * vLLM as it tells about itself: metric names of its versions at {@code /metrics}, the model list
 * at {@code /v1/models}.
 *
 * <p>It must not know what the readings are for. Start reading at {@link
 * io.wattmill.agent.vllm.VllmMetric} for the names, at {@link io.wattmill.agent.vllm.VllmEngine}
 * for the source.
 */
@NullMarked
package io.wattmill.agent.vllm;

import org.jspecify.annotations.NullMarked;

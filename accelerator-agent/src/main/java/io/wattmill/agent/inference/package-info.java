// SPDX-License-Identifier: Apache-2.0
/**
 * What an inference engine says about itself at one instant, whatever its kind: vLLM today; SGLang,
 * TensorRT-LLM, llama.cpp or TGI implement the same {@link
 * io.wattmill.agent.inference.EngineSource}.
 *
 * <p>It must not know HTTP, metric names or devices. Start reading at {@link
 * io.wattmill.agent.inference.EngineReading}.
 */
@NullMarked
package io.wattmill.agent.inference;

import org.jspecify.annotations.NullMarked;

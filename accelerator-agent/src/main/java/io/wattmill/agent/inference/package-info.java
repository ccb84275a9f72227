// SPDX-License-Identifier: Apache-2.0
/**
 * What an inference engine says about itself at one instant, whatever its kind, and what it leaves
 * out: vLLM, SGLang, TensorRT-LLM, Triton, llama.cpp, TGI and Ollama are each an {@link
 * io.wattmill.agent.inference.EngineSource}.
 *
 * <p>It must not know HTTP, metric names or devices. Start reading at {@link
 * io.wattmill.agent.inference.EngineReading}.
 */
@NullMarked
package io.wattmill.agent.inference;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.wattmill.gateway.dialect.responses.OutputItem.FunctionCall;
import io.wattmill.gateway.dialect.responses.OutputItem.Utterance;

/** Hears of an output while it is made, each thing in its order. */
interface Narration {

    /** Nobody listens. */
    Narration NONE = new Narration() {};

    default void added(OutputItem item) {}

    default void partAdded(Utterance item, OutputPart part) {}

    default void said(Utterance item, OutputPart part, String delta, ArrayNode logprobs) {}

    default void partDone(Utterance item, OutputPart part) {}

    default void argued(FunctionCall call, String delta) {}

    default void argumentsDone(FunctionCall call) {}

    default void done(OutputItem item) {}
}

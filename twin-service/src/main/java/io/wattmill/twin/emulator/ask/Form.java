// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;

import java.util.List;
import java.util.Optional;

/** What kind of answer a chat gets. */
public sealed interface Form {

    /** Words. */
    record Words() implements Form {}

    /**
     * JSON.
     *
     * @param schema that it fits; any object where none is given
     */
    record Json(Optional<JsonNode> schema) implements Form {}

    /**
     * Calls instead of words.
     *
     * @param tools that are called, in order, at least one
     * @param reason why the answer ends after them
     */
    record Calls(List<Tool> tools, FinishReason reason) implements Form {}

    /**
     * A function that may be called.
     *
     * @param name of the function
     * @param parameters JSON schema of its arguments
     */
    record Tool(String name, JsonNode parameters) {}
}

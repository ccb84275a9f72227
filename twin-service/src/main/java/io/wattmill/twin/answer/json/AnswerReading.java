// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer.json;

import io.wattmill.twin.answer.PlanAnswer;

/** What came of reading an answer. */
public sealed interface AnswerReading {

    /**
     * It is one.
     *
     * @param answer as it was written
     */
    record Understood(PlanAnswer answer) implements AnswerReading {}

    /**
     * It is none.
     *
     * @param problem what is wrong, with the path of it
     */
    record Refused(String problem) implements AnswerReading {}
}

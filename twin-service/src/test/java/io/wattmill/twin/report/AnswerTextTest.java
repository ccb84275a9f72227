// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.answer.SampleAnswer;

import org.junit.jupiter.api.Test;

class AnswerTextTest {

    @Test
    void saysWhatAPlannerAsksFirst() throws Exception {
        Golden.assertSame("hall-2.txt", AnswerText.of(SampleAnswer.hall2()));
    }

    @Test
    void saysWhatLittleThereIs() throws Exception {
        Golden.assertSame("bare.txt", AnswerText.of(SampleAnswer.bare()));
    }

    @Test
    void staysWithinTheTerminal() {
        var text = AnswerText.of(SampleAnswer.named("a name of words ".repeat(20).strip()));
        text.lines().forEach(line -> assertTrue(line.length() <= AnswerText.COLUMNS, () -> line));
    }
}

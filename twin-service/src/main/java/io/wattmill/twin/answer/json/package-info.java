// SPDX-License-Identifier: Apache-2.0
/**
 * Answers as JSON, to and from: what `plan run` saves, the service stores and `plan report` reads.
 *
 * <p>Knows the records and Jackson, no file.
 *
 * <p>Start reading at {@link io.wattmill.twin.answer.json.AnswerJson}.
 */
@NullMarked
package io.wattmill.twin.answer.json;

import org.jspecify.annotations.NullMarked;

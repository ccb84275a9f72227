// SPDX-License-Identifier: Apache-2.0
/**
 * An answer as a page, as a note and as text for a terminal. The page is one file that asks for
 * nothing else; the note is Markdown with front matter. Same answer, same bytes.
 *
 * <p>Knows how an answer is said ({@code shown}), what its charts draw ({@code chart}) and the
 * templates beside this package; writes no file.
 *
 * <p>Start reading at {@link io.wattmill.twin.report.AnswerPage}.
 */
@NullMarked
package io.wattmill.twin.report;

import org.jspecify.annotations.NullMarked;

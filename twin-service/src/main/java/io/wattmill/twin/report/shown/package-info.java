// SPDX-License-Identifier: Apache-2.0
/**
 * An answer in words and rounded figures, ready to be laid out: what every page, note and terminal
 * shows is said here once.
 *
 * <p>Knows answers; knows no HTML, no Markdown and no terminal.
 *
 * <p>Start reading at {@link io.wattmill.twin.report.shown.ReportView}.
 */
@NullMarked
package io.wattmill.twin.report.shown;

import org.jspecify.annotations.NullMarked;

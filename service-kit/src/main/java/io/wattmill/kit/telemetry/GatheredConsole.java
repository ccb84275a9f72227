// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A logback appender that writes lines to standard error in their order: at once with a warning or
 * an error, else when {@link #BUFFER_BYTES} have come together or {@link #DELAY_MS} have passed.
 * One system call for each line of an access log costs more than making the line.
 *
 * <p>A process that is killed loses what it had to say below a warning in its last moment. Once the
 * JVM shuts down each line is written at once.
 */
public final class GatheredConsole extends OutputStreamAppender<ILoggingEvent> {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final long DELAY_MS = 100;

    private final AtomicBoolean due = new AtomicBoolean();
    private volatile boolean ending;

    @Override
    public void start() {
        setImmediateFlush(false);
        setOutputStream(
                new BufferedOutputStream(ConsoleTarget.SystemErr.getStream(), BUFFER_BYTES));
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        super.append(event);
        if (ending || event.getLevel().isGreaterOrEqual(Level.WARN)) {
            write();
        } else if (!due.get() && due.compareAndSet(false, true)) {
            getContext()
                    .getScheduledExecutorService()
                    .schedule(this::gathered, DELAY_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void gathered() {
        due.set(false);
        write();
    }

    private void write() {
        streamWriteLock.lock();
        try {
            if (isStarted()) {
                getOutputStream().flush();
            }
        } catch (IOException e) {
            addError("standard error takes no more", e);
        } finally {
            streamWriteLock.unlock();
        }
    }

    private void end() {
        ending = true;
        write();
    }
}

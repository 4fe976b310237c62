package io.shrike.trace.engine;

/** Whatever fails in a check, the caller goes on; the failure is counted and told. */
public record GuardedCheck(ResultCheck check, EngineCounters counters, NotifyEngine.FailureReport failures)
        implements ResultCheck {
    @Override
    public Finding look(long result) {
        try {
            return check.look(result);
        } catch (RuntimeException | Error failure) {
            failed(failure);
            return Finding.ACCEPTED;
        }
    }

    @Override
    public boolean underWay() {
        try {
            return check.underWay();
        } catch (RuntimeException | Error failure) {
            failed(failure);
            return false;
        }
    }

    @Override
    public boolean begin() {
        try {
            return check.begin();
        } catch (RuntimeException | Error failure) {
            failed(failure);
            return true;
        }
    }

    @Override
    public void end() {
        try {
            check.end();
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    private void failed(Throwable failure) {
        counters.handlerFailed();
        failures.failed("looking at the result of a call", failure);
    }
}

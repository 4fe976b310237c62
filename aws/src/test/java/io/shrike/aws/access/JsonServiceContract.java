package io.shrike.aws.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.aws.access.AwsServer.Answer;
import io.shrike.aws.access.AwsServer.Request;
import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds of every destination that speaks JSON, whatever it says. */
public abstract class JsonServiceContract {
    private static final Map<String, String> WRONG =
            Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "wrong");

    /** As signatures call it. */
    protected abstract String service();

    protected abstract RemoteDestination open(Access access);

    /** What the service says when all went well. */
    protected abstract Answer takesAll(Request request);

    protected final AwsServer server(Function<Request, Answer> answers) throws IOException {
        return AwsServer.answering(service(), answers);
    }

    protected final RemoteDestination open(AwsServer server) {
        return open(server.access(AwsServer.KEY));
    }

    @Test
    void sendsSignedRequests() throws IOException {
        try (AwsServer server = server(this::takesAll);
                RemoteDestination destination = open(server)) {
            assertThat(destination.send(Events.some(2, 0))).isEqualTo(SendResult.ACCEPTED);
            assertThat(server.requests()).hasSize(1);
            assertThat(server.unsigned()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, Later, ThrottlingException",
        "500, InternalFailure, Later, InternalFailure",
        "503, ServiceUnavailableException, Later, ServiceUnavailableException",
        "400, ExpiredTokenException, Unauthorized, ExpiredTokenException",
        "400, UnrecognizedClientException, Unauthorized, UnrecognizedClientException",
        "400, AccessDeniedException, Unauthorized, AccessDeniedException",
        "400, ResourceNotFoundException, Unauthorized, ResourceNotFoundException",
        "400, ValidationException, Refused, ValidationException",
        "400, <script>, Refused, http400",
    })
    void tellsFailuresApart(int status, String code, String kind, String reason) throws IOException {
        try (AwsServer server = server(_ -> Answer.json(status, code));
                RemoteDestination destination = open(server)) {
            SendResult result = destination.send(Events.some(2, 0));
            assertThat(result.getClass().getSimpleName()).isEqualTo(kind);
            assertThat(result.toString()).contains("reason=" + reason);
            assertThat(server.requests()).as("tried once").hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"200, <html>hello</html>", "200, {}", "502, <html>bad gateway</html>"})
    void keepsEventsWhenTheAnswerIsNoneOfTheService(int status, String body) throws IOException {
        try (AwsServer server = server(_ -> new Answer(status, body));
                RemoteDestination destination = open(server)) {
            assertThat(destination.send(Events.some(2, 0))).isInstanceOf(SendResult.Later.class);
        }
    }

    @Test
    void keepsEventsWhenNobodyAnswers() throws IOException {
        AwsServer server = server(this::takesAll);
        server.close();
        try (RemoteDestination destination = open(server)) {
            assertThat(destination.send(Events.some(1, 0))).isEqualTo(SendResult.later("connect"));
        }
    }

    @Test
    void withoutOrWithWrongCredentialsSomebodyMustAct() throws IOException {
        try (AwsServer server = server(this::takesAll);
                RemoteDestination other = open(server.access(WRONG));
                RemoteDestination nobody = open(server.access(Map.of()))) {
            assertThat(other.send(Events.some(1, 0)).toString()).contains("Unauthorized", "InvalidSignatureException");
            assertThat(server.unsigned()).hasSize(1);
            assertThat(nobody.send(Events.some(1, 0)).toString()).contains("Unauthorized", "noCredentials");
        }
    }
}

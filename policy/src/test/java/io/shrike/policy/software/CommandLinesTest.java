package io.shrike.policy.software;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Finding.SoftwarePackage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines as people type them, and what they change: {@code operation: name version url, ...}. */
class CommandLinesTest {
    private static String read(String commandLine) {
        List<String> words = Arrays.stream(commandLine.split(" "))
                .map(word -> word.replace('_', ' ').replace("%", "_"))
                .toList();
        Optional<PackageCommand> command = Invocation.ofManager(
                        Invocation.baseName(words.getFirst()), words.subList(1, words.size()))
                .flatMap(Invocation::read);
        return command.map(found -> found.manager() + " " + found.software().operation() + ": "
                        + found.software().packages().stream()
                                .map(CommandLinesTest::text)
                                .collect(Collectors.joining(", ")))
                .map(String::strip)
                .orElse("nothing");
    }

    private static String text(SoftwarePackage found) {
        return found.name()
                + found.version().map(version -> " " + version).orElse("")
                + found.url().map(url -> " <" + url + ">").orElse("")
                + found.target().map(target -> " to " + target).orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            apt-get -y --no-install-recommends install nginx=1.22 curl | apt-get install: nginx 1.22, curl
            apt-get install -y nginx | apt-get install: nginx
            apt-get -o Dpkg::Use-Pty=0 -t bookworm-backports install nginx | apt-get install: nginx
            apt-get -yqq install nginx/stable libc6:amd64 | apt-get install: nginx, libc6:amd64
            apt-get install --reinstall -y hello | apt-get install: hello
            apt-get install ./tool%1.2-3%amd64.deb | apt-get install: tool 1.2-3 <./tool_1.2-3_amd64.deb>
            apt install g++ emacs- vim+ | apt install: g++, emacs, vim
            apt-get install -d nginx | apt-get download: nginx
            apt-get dist-upgrade -y | apt-get upgrade:
            apt-get purge --auto-remove gcc make | apt-get remove: gcc, make
            apt-get download nginx | apt-get download: nginx
            apt-get -- install nginx | apt-get install: nginx
            aptitude -y install nginx | aptitude install: nginx
            dpkg -i ./a%1.0%all.deb /tmp/b.deb | dpkg install: a 1.0 <./a_1.0_all.deb>, b.deb </tmp/b.deb>
            dpkg --status-fd 12 --no-triggers --unpack --auto-deconfigure x%1%all.deb | dpkg install: x 1 <x_1_all.deb>
            dpkg --purge nginx | dpkg remove: nginx
            easy%install requests==2.0 flask | easy_install install: requests 2.0, flask
            easy%install -U requests | easy_install upgrade: requests
            yum -y install httpd-2.4.6 | yum install: httpd 2.4.6
            yum install java-11-openjdk | yum install: java-11-openjdk
            dnf install -y --setopt install_weak_deps=0 nginx-1.20.1-9.el9.x86%64 | dnf install: nginx 1.20.1-9.el9
            dnf group install @development-tools | dnf install: @development-tools
            dnf -x kernel upgrade | dnf upgrade:
            dnf5 remove nginx | dnf remove: nginx
            microdnf install tar | microdnf install: tar
            dnf download nginx | dnf download: nginx
            dnf install --downloadonly nginx | dnf download: nginx
            rpm -ivh https://h/x-1.0-1.noarch.rpm | rpm install: x 1.0-1 <https://h/x-1.0-1.noarch.rpm>
            rpm -Uvh --nodeps a.rpm | rpm upgrade: a <a.rpm>
            rpm -e --allmatches foo | rpm remove: foo
            apk add --no-cache --virtual .deps gcc=12.2.1-r4 musl-dev~1.2 edge@testing | apk install: gcc 12.2.1-r4, musl-dev ~1.2, edge
            apk -X http://h/main add curl | apk install: curl
            apk del .deps | apk remove: .deps
            pip install flask==2.0 requests | pip install: flask 2.0, requests
            pip3.11 install flask[async]>=1,<2 | pip install: flask >=1,<2
            pip install -r requirements.txt -c constraints.txt | pip install: requirements.txt <requirements.txt>
            pip install -qU --index-url https://h/simple pip | pip upgrade: pip
            pip install git+https://h/x.git@main#egg=tool | pip install: tool <git+https://h/x.git@main#egg=tool>
            pip install ./dist/tool-1.2-py3-none-any.whl | pip install: tool 1.2 <./dist/tool-1.2-py3-none-any.whl>
            pip install . | pip install: . <.>
            pip install -e /src/app | pip install: app </src/app>
            pip install name_@_https://h/n.zip | pip install: name <https://h/n.zip>
            pip --proxy http://p:1 install flask | pip install: flask
            pip uninstall -y flask | pip remove: flask
            pip download flask | pip download: flask
            python3 -m pip install flask | pip install: flask
            python3.11 -W ignore -I -m pip install flask | pip install: flask
            python3 /usr/bin/pip install flask | pip install: flask
            python3 /tmp/x/pip/%%main%%.py install flask | pip install: flask
            uv pip install --system flask==3 | uv install: flask 3
            uv add httpx --dev | uv install: httpx
            uv sync | uv install:
            uv tool install ruff | uv install: ruff
            uvx ruff@0.4 check . | uv install: ruff@0.4
            easy%install-3.9 -U flask | easy_install upgrade: flask
            npm install | npm install:
            npm i -g --registry http://r typescript@5 @types/node@20 | npm install: typescript 5, @types/node 20
            npm install ./folder | npm install: folder <./folder>
            npm install user/repo | npm install: repo <user/repo>
            npm install lodash4@npm:lodash@4 | npm install: lodash 4
            npm ci --omit dev | npm install:
            npm uninstall left-pad | npm remove: left-pad
            npm update | npm upgrade:
            npm exec cowsay hello | npm install: cowsay
            npm init vite@latest my-app | npm install: vite latest
            npm pack lodash | npm download: lodash
            node /usr/bin/npm-cli.js install left-pad | npm install: left-pad
            node --max-old-space-size=100 -r /x.js /usr/lib/node%modules/npm/bin/npm-cli.js install a | npm install: a
            /usr/bin/env node /usr/bin/npm install a | npm install: a
            npx -y cowsay@1 hello -x | npx install: cowsay 1
            npx -p typescript -p ts-node tsc | npx install: typescript, ts-node
            yarn | yarn install:
            yarn add react@18 --dev | yarn install: react 18
            yarn global add serve | yarn install: serve
            yarn workspace web add react | yarn install: react
            yarn remove react | yarn remove: react
            pnpm -F web add react | pnpm install: react
            pnpm dlx create-vite app | pnpm install: create-vite
            gem install rails -v 7.0.1 --no-document | gem install: rails 7.0.1
            gem install rails:7 rake | gem install: rails 7, rake
            gem install ./x-1.gem | gem install: x-1.gem <./x-1.gem>
            gem uninstall rails | gem remove: rails
            bundle | bundle install:
            bundle install --jobs 4 | bundle install:
            bundle add rack --version 3 | bundle install: rack 3
            go install -ldflags -s golang.org/x/tools/gopls@v0.15.0 | go install: golang.org/x/tools/gopls v0.15.0
            go get -u example.com/m | go upgrade: example.com/m
            go mod download | go download:
            cargo +nightly install ripgrep --version 13.0.0 --locked | cargo install: ripgrep 13.0.0
            cargo install ripgrep@14 fd-find | cargo install: ripgrep 14, fd-find
            cargo install --git https://h/r.git | cargo install: r.git <https://h/r.git>
            composer require -n monolog/monolog:^2.0 | composer install: monolog/monolog ^2.0
            composer global require vendor/tool | composer install: vendor/tool
            php -d memory%limit=-1 /usr/bin/composer.phar install | composer install:
            conda install -y -n env -c conda-forge numpy=1.26=py311 scipy>=1.1 | conda install: numpy 1.26, scipy >=1.1
            mamba create -n env python=3.12 | conda install: python 3.12
            conda env create -f env.yml | conda install: env.yml <env.yml>
            curl -sSL -o /tmp/x https://h/p/x.sh?v=1 | curl download: x.sh <https://h/p/x.sh?v=1> to /tmp/x
            curl -H 'A:_b' -X GET -d @- https://h/ | curl download: h <https://h/> to -
            curl -fsSLO https://u:p@h/x.tgz | curl download: x.tgz <https://h/x.tgz> to x.tgz
            curl --url https://h/a | curl download: a <https://h/a> to -
            curl -O http://h/a http://h/b -o c | curl download: a <http://h/a> to a, b <http://h/b> to c
            curl http://h/a http://h/b -oc | curl download: a <http://h/a> to c, b <http://h/b> to -
            curl --output-dir /opt/ -OJ http://h/a | curl download: a <http://h/a> to /opt/
            curl --output-dir d --output=e http://h/a | curl download: a <http://h/a> to d/e
            curl -OJ http://h/a | curl download: a <http://h/a> to ./
            curl --remote-name-all http://h/a http://h/b?q | curl download: a <http://h/a> to a, b <http://h/b?q> to b
            curl -o a --url http://h/a http://h/b | curl download: b <http://h/b>, a <http://h/a>
            wget -q -O - --header X http://h/install.sh | wget download: install.sh <http://h/install.sh> to -
            busybox wget http://h/x | wget download: x <http://h/x> to x
            wget -P /tmp/d http://h/x?v=1/2 http://h | wget download: x <http://h/x?v=1/2> to /tmp/d/x?v=1/2, h <http://h> to /tmp/d/index.html
            wget -P d -r http://h/x/ | wget download: x <http://h/x/> to d/
            wget --content-disposition http://h/x | wget download: x <http://h/x> to ./
            wget -O all http://h/x http://h/y#z | wget download: x <http://h/x> to all, y <http://h/y#z> to all
            wget -i list http://h/x | wget download: x <http://h/x> to x, list <list>
            pyenv exec pip3 install flask | pip install: flask
            bash /root/.pyenv/shims/pip3 install flask | pip install: flask
            bash /root/.pyenv/libexec/pyenv-exec pip3 install flask | pip install: flask
            bash /root/.pyenv/pyenv.d/exec/pip-rehash/pip -m pip install flask | pip install: flask
            env -u X A=1 apt-get install x | apt-get install: x
            ruby -W0 /usr/bin/gem3.1 install rake | gem install: rake
            """)
    void readsWhatChangesSoftware(String commandLine, String expected) {
        assertThat(read(commandLine)).isEqualTo(expected.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apt-get update",
                "apt list --installed",
                "apt-get -s install nginx",
                "apt-get --version",
                "apt-get",
                "apt-cache search nginx",
                "apt-get install --help",
                "dpkg -l",
                "dpkg -s nginx",
                "dpkg --print-architecture",
                "dpkg --configure -a",
                "dpkg -i --dry-run x.deb",
                "yum list installed",
                "dnf install --assumeno x",
                "dnf check-update",
                "rpm -qa",
                "rpm -qi bash",
                "rpm -Va",
                "rpm -i --test x.rpm",
                "rpm --import key",
                "apk info",
                "apk update",
                "apk add -s curl",
                "pip list",
                "pip --version",
                "pip show flask",
                "pip install --dry-run flask",
                "pip install --help",
                "python3 -c import_pip",
                "python3 -m venv x",
                "python3 script.py install",
                "python3",
                "uv pip list",
                "uv run app",
                "npm run install",
                "npm run build",
                "npm test",
                "npm --version",
                "npm ls",
                "npm init",
                "npm init -y",
                "npm install --dry-run x",
                "node server.js install",
                "node -e x",
                "npx --no-install x",
                "npx --version",
                "yarn run build",
                "yarn build",
                "yarn --version",
                "pnpm run x",
                "pnpm",
                "gem list",
                "gem --version",
                "bundle exec rake",
                "bundle --version",
                "go build ./...",
                "go version",
                "go install -n x@latest",
                "cargo build",
                "cargo install --list",
                "composer --version",
                "composer show",
                "conda list",
                "conda create -n empty",
                "curl --version",
                "curl -I https://h/",
                "curl -T file https://h/",
                "curl",
                "wget --spider http://h/",
                "ls install",
                "env",
                "env A=1",
                "bash -c x",
                "bash -lc apt-get",
                "pyenv versions",
                "rsync install x",
            })
    void saysNothingOfWhatChangesNothing(String commandLine) {
        assertThat(read(commandLine)).isEqualTo("nothing");
    }
}
